from django.views.generic import DetailView, ListView

from .models import Product


class ProductList(ListView):
    queryset = Product.objects.filter(available=True).select_related("category")
    paginate_by = 24


class ProductDetail(DetailView):
    queryset = Product.objects.select_related("category")
