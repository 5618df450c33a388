"""The demo world: a real bloc's year, built through the services only.

Facts carry their source; what is invented is marked "Giả định" in the data itself.
"""
