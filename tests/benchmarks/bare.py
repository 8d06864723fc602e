"""The smallest Django: one view, no middleware, no database. What a request of the product is compared with."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello.", content_type="text/plain")


urlpatterns = [path("", hello)]

settings.configure(
    ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="not a secret", MIDDLEWARE=[]
)
application = get_wsgi_application()
