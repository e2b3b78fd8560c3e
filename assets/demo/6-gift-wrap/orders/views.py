from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from catalogue.models import Product

from .models import Order
from .tasks import send_confirmation


@login_required
def order_list(request):
    orders = Order.objects.filter(customer=request.user)
    return render(request, "orders/order_list.html", {"orders": orders})


@login_required
def order_detail(request, reference):
    order = get_object_or_404(Order, customer=request.user, reference=reference)
    return render(request, "orders/order_detail.html", {"order": order})


@login_required
@require_POST
@transaction.atomic
def buy(request, slug):
    product = get_object_or_404(Product, slug=slug, available=True)
    order = Order.objects.create(
        customer=request.user, gift_wrap=request.POST.get("gift_wrap") == "on"
    )
    order.lines.create(product=product, price=product.price)
    transaction.on_commit(lambda: send_confirmation.delay(order.pk))
    return redirect("orders:order-detail", reference=order.reference)
