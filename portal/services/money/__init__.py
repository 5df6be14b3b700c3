"""What an author sees of money: estimates, payments, reasons, the way of each cent."""
