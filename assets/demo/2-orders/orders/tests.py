from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core import mail
from django.test import TestCase

from catalogue.models import Category, Product

from .models import Order


class OrderTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.customer = get_user_model().objects.create_user(
            "iris", "iris@example.org", first_name="Iris"
        )
        black = Category.objects.create(name="Black tea", slug="black")
        cls.tea = Product.objects.create(
            category=black, name="Assam", slug="assam", price=Decimal("7.20")
        )

    def setUp(self):
        self.client.force_login(self.customer)

    def test_buying_places_an_order_and_confirms_it(self):
        with self.captureOnCommitCallbacks(execute=True):
            response = self.client.post("/orders/buy/assam/", follow=True)
        order = Order.objects.get()
        self.assertContains(response, order.reference)
        self.assertEqual(order.total, Decimal("7.20"))
        self.assertEqual([message.to for message in mail.outbox], [["iris@example.org"]])

    def test_customers_see_their_own_orders_only(self):
        stranger = get_user_model().objects.create_user("otto")
        order = Order.objects.create(customer=stranger)
        self.assertNotContains(self.client.get("/orders/"), order.reference)
        self.assertEqual(self.client.get(f"/orders/{order.reference}/").status_code, 404)
