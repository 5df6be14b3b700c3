"""The queue: huey wakes, services do the work; each task can be done twice without harm."""
