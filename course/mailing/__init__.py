"""Mail that waits in the database until it is sent, and the weekly digests."""
