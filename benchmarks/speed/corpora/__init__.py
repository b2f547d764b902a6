"""Collections of any size made of real texts by cutting and recombining them."""
