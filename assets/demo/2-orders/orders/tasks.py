import logging
from smtplib import SMTPException

from celery import shared_task
from django.core.mail import send_mail

from .models import Order

logger = logging.getLogger(__name__)


@shared_task(autoretry_for=(SMTPException, OSError), retry_backoff=True, max_retries=5)
def send_confirmation(order_id):
    """Tell the customer that the order has arrived."""
    order = Order.objects.select_related("customer").get(pk=order_id)
    send_mail(
        f"Your order {order.reference}",
        f"Thank you, {order.customer.first_name}. We are packing your tea.",
        None,
        [order.customer.email],
    )
    logger.info("confirmed order %s", order.reference)


@shared_task
def forget_unpaid_orders():
    """Delete orders that nobody paid for."""
    deleted, _ = Order.objects.filter(status=Order.Status.PLACED).delete()
    logger.info("deleted %s unpaid orders", deleted)
