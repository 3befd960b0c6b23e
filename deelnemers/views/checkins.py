from django.http import HttpResponse

from toegang.guard import Request, toegang


@toegang()
def checkins(request: Request) -> HttpResponse:
    return HttpResponse("")
