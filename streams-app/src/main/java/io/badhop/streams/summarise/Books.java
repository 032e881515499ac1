package io.badhop.streams.summarise;

/** The book of places that a site's buckets write to: a new one when one is full. */
final class Books {

  private final Routes routes;
  private Places open;

  Books(Routes routes) {
    this.routes = routes;
    this.open = new Places(routes);
  }

  Places open() {
    if (open.full()) {
      open = new Places(routes);
    }
    return open;
  }
}
