"""Facts and claims in other forms: charts, ClaimReview, annotations, tables, a report."""
