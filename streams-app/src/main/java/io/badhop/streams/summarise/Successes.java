package io.badhop.streams.summarise;

import io.badhop.schemas.event.AppEvent;
import io.badhop.schemas.event.EdgeEvent;
import io.badhop.schemas.event.Key;
import io.badhop.schemas.event.ProxyEvent;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.Tier;
import io.badhop.schemas.scan.RecordScan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/** Exchanges of one bucket that did not fail, by what they are counted under. */
final class Successes {

  private static final Comparator<Key> BY_NAME =
      Comparator.comparing(Key::getKind).thenComparing(Key::getValue);

  /** The order of what is told: by kind and name, one key before its pairs. */
  private static final Comparator<SuccessCount> ORDER =
      Comparator.comparing(SuccessCount::getKey, BY_NAME)
          .thenComparing(SuccessCount::getAnd, Comparator.nullsFirst(BY_NAME));

  private final Tier view;
  private final Books books;
  private final List<SuccessCount> closed = new ArrayList<>();
  private Places book;
  private Times times = new Times();

  Successes(Tier view, Books books) {
    this.view = view;
    this.books = books;
    this.book = books.open();
  }

  void add(EdgeEvent edge) {
    turn();
    times.add(book.of(edge));
  }

  void add(ProxyEvent proxy) {
    turn();
    times.add(book.of(proxy));
  }

  void add(AppEvent app) {
    turn();
    times.add(book.of(app));
  }

  void edge(RecordScan edge) {
    turn();
    times.add(book.edge(edge));
  }

  /** Returns the upstream's name; empty when there is none. */
  String proxy(RecordScan proxy, RecordScan last) {
    turn();
    long place = book.proxy(proxy, last);
    times.add(place);
    return book.upstream(place);
  }

  /** Returns the instance's name; empty when there is none. */
  String app(RecordScan app) {
    turn();
    long place = book.app(app);
    times.add(place);
    return book.instance(place);
  }

  /** See {@link Times#rest()}. */
  void rest() {
    times.rest();
  }

  /** What stands in a full book is told apart, and added up in the end. */
  private void turn() {
    Places open = books.open();
    if (open != book) {
      closed.addAll(book.spread(view, times));
      book = open;
      times = new Times();
    }
  }

  /** What was counted, in order; nothing is counted afterwards. */
  List<SuccessCount> build() {
    List<SuccessCount> last = book.spread(view, times);
    if (closed.isEmpty()) {
      return last;
    }
    closed.addAll(last);
    TreeMap<SuccessCount, Long> sums = new TreeMap<>(ORDER);
    closed.forEach(count -> sums.merge(count, count.getCount(), Long::sum));
    List<SuccessCount> counts = new ArrayList<>(sums.size());
    sums.forEach((key, sum) -> counts.add(new SuccessCount(key.getKey(), key.getAnd(), sum)));
    return counts;
  }
}
