from django.urls import path

from . import views

app_name = "catalogue"
urlpatterns = [
    path("", views.ProductList.as_view(), name="product-list"),
    path("tea/<slug:slug>/", views.ProductDetail.as_view(), name="product-detail"),
]
