"""Stand-ins for what is outside; each passes the contract suite that its real counterpart passes."""
