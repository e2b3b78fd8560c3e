from django.http import HttpResponse


def healthz(request):
    """Answer the load balancer."""
    return HttpResponse("ok", content_type="text/plain")
