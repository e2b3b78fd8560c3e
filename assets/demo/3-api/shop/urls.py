from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from catalogue.api import CategoryViewSet, ProductViewSet

router = DefaultRouter()
router.register("categories", CategoryViewSet)
router.register("products", ProductViewSet)

urlpatterns = [
    path("", include("catalogue.urls")),
    path("api/", include(router.urls)),
    path("orders/", include("orders.urls")),
    path("accounts/", include("django.contrib.auth.urls")),
    path("admin/", admin.site.urls),
]
