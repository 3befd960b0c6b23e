from django.http import HttpResponse

from toegang.guard import Request, toegang


@toegang()
def lijst(request: Request) -> HttpResponse:
    return HttpResponse("")
