"""Facts and claims in other forms: charts."""
