"""The pages: a request comes in, what ``claimtrack.review.reading`` finds is put into a template."""
