from django.http import HttpResponse
from django.shortcuts import render

from toegang.guard import Request, toegang


@toegang()
def start(request: Request) -> HttpResponse:
    """My work: what must I do now?"""
    return render(request, "inzicht/start.html")
