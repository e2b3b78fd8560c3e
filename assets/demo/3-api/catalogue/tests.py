from decimal import Decimal

from django.test import TestCase

from .models import Category, Product


class CatalogueTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        green = Category.objects.create(name="Green tea", slug="green")
        for name, available in [("Sencha", True), ("Gyokuro", True), ("Matcha", False)]:
            Product.objects.create(
                category=green,
                name=name,
                slug=name.lower(),
                price=Decimal("9.50"),
                available=available,
            )

    def test_list_shows_what_can_be_bought(self):
        response = self.client.get("/")
        self.assertContains(response, "Sencha")
        self.assertNotContains(response, "Matcha")

    def test_list_takes_the_same_number_of_queries_for_any_number_of_products(self):
        with self.assertNumQueries(2):
            self.client.get("/")

    def test_detail_names_the_category(self):
        self.assertContains(self.client.get("/tea/sencha/"), "Green tea")

    def test_api_pages_and_names_the_category(self):
        answer = self.client.get("/api/products/").json()
        self.assertEqual(answer["count"], 2)
        self.assertEqual({row["category"] for row in answer["results"]}, {"Green tea"})

    def test_the_app_may_ask_and_a_stranger_may_not(self):
        header = "Access-Control-Allow-Origin"
        allowed = self.client.get("/api/products/", headers={"Origin": "https://app.kettle-leaf.example"})
        self.assertIn(header, allowed.headers)
        refused = self.client.get("/api/products/", headers={"Origin": "https://elsewhere.example"})
        self.assertNotIn(header, refused.headers)
