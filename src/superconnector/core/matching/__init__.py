"""Who goes where: stable placement of people in places."""
