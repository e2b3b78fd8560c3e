from django.urls import path

from . import views

app_name = "orders"
urlpatterns = [
    path("", views.order_list, name="order-list"),
    path("<str:reference>/", views.order_detail, name="order-detail"),
    path("buy/<slug:slug>/", views.buy, name="buy"),
]
