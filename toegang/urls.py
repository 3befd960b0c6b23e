from django.urls import path

from toegang.views import account

app_name = "toegang"
urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/weergave/", account.weergave, name="weergave"),
    path("account/blijf/", account.blijf, name="blijf"),
    path("account/taal/", account.taal, name="taal"),
    path("account/later/", account.later, name="later"),
    path("account/overal-uit/", account.overal_uit, name="overal_uit"),
    path("account/sessies/<int:pk>/uit/", account.sessie_uit, name="sessie_uit"),
]
