package io.badhop.streams.summarise;

import io.badhop.schemas.event.Bucket;
import io.badhop.schemas.event.SiteSummary;
import io.badhop.schemas.event.SuccessCount;
import io.badhop.schemas.event.TrafficSummary;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Cuts what a tick says into records that a broker takes. A watermark that moves on by minutes, or
 * a crawler that asks for paths nobody has, makes a tick of any size, and a record that is refused
 * would be refused again by every successor. What stage 2 hears it adds up, so a site or a bucket
 * may go on in the next record.
 */
final class Pieces {

  /** Bytes of a piece, roughly: well below the megabyte that brokers take by default. */
  static final int MOST = 512 * 1024;

  /** What a record takes besides its texts, bytes. */
  private static final int FIXED = 16;

  private final TrafficSummary whole;
  private final int most;
  private final EncodedSize size;
  private final List<TrafficSummary> pieces = new ArrayList<>();
  private SiteSummary site;
  private Bucket bucket;
  private int bytes;

  private Pieces(TrafficSummary whole, int most, EncodedSize size) {
    this.whole = whole;
    this.most = most;
    this.size = size;
  }

  /**
   * The pieces in order, all but the last with more to come; mostly the whole alone.
   *
   * @param whole is not changed
   * @param most bytes of a piece; what cannot be cut, as one failure with its proof, may be larger
   * @param size measures records
   */
  static List<TrafficSummary> of(TrafficSummary whole, int most, EncodedSize size) {
    Pieces pieces = new Pieces(whole, most, size);
    return pieces.fits() ? List.of(whole) : pieces.cut();
  }

  private boolean fits() {
    int sum = 0;
    for (SiteSummary one : whole.getSites()) {
      sum += head(one) + sizes(one.getComponents()) + sizes(one.getRefinements());
      sum += sizes(one.getCoverage()) + sizes(one.getClocks());
      for (Bucket part : one.getBuckets()) {
        sum += FIXED + sizes(part.getFailures()) + sizes(part.getPaces());
        for (SuccessCount success : part.getSuccesses()) {
          sum += size(success);
        }
        if (sum > most) {
          return false;
        }
      }
    }
    return sum <= most;
  }

  private int head(SiteSummary one) {
    return FIXED + sizes(one.getWatermarks()) + sizes(one.getChanges());
  }

  private int sizes(List<? extends SpecificRecord> records) {
    int sum = 0;
    for (SpecificRecord record : records) {
      sum += size.of(record);
    }
    return sum;
  }

  /** There are thousands of them, and nothing in them but texts. */
  private static int size(SuccessCount success) {
    int and = success.getAnd() == null ? 0 : success.getAnd().getValue().length();
    return FIXED + success.getKey().getValue().length() + and;
  }

  private List<TrafficSummary> cut() {
    begin();
    for (SiteSummary one : whole.getSites()) {
      cut(one);
    }
    pieces.get(pieces.size() - 1).setMore(false);
    return pieces;
  }

  private void begin() {
    pieces.add(
        new TrafficSummary(
            whole.getTick(),
            whole.getPartition(),
            whole.getPartitionCount(),
            new ArrayList<>(),
            true));
    bytes = 0;
  }

  private void cut(SiteSummary one) {
    int head = head(one);
    if (bytes + head > most && bytes > 0) {
      begin();
    }
    open(bare(one), head);
    for (Bucket part : one.getBuckets()) {
      cut(part);
    }
    bucket = null;
    one.getRefinements().forEach(part -> room(size.of(part)).getRefinements().add(part));
    one.getComponents().forEach(part -> room(size.of(part)).getComponents().add(part));
    one.getCoverage().forEach(part -> room(size.of(part)).getCoverage().add(part));
    one.getClocks().forEach(part -> room(size.of(part)).getClocks().add(part));
  }

  private void cut(Bucket part) {
    bucket = null;
    room(FIXED);
    open(
        new Bucket(
            part.getStart(),
            part.getView(),
            part.getExchanges(),
            part.getStaticExchanges(),
            part.getStaticFailures(),
            part.getSucceededOnRetry(),
            new ArrayList<>(),
            new ArrayList<>(),
            part.getViaEdge(),
            new ArrayList<>()));
    for (SuccessCount success : part.getSuccesses()) {
      room(size(success));
      bucket.getSuccesses().add(success);
    }
    part.getFailures()
        .forEach(
            failure -> {
              room(size.of(failure));
              bucket.getFailures().add(failure);
            });
    part.getPaces()
        .forEach(
            pace -> {
              room(size.of(pace));
              bucket.getPaces().add(pace);
            });
  }

  /** The site, where so many bytes more have room: in the next piece when they have not in this. */
  private SiteSummary room(int more) {
    if (bytes + more > most && bytes > 0) {
      begin();
      open(continued(site), FIXED);
      if (bucket != null) {
        open(continued(bucket));
      }
    }
    bytes += more;
    return site;
  }

  private void open(SiteSummary next, int head) {
    site = next;
    bytes += head;
    pieces.get(pieces.size() - 1).getSites().add(next);
  }

  private void open(Bucket next) {
    bucket = next;
    site.getBuckets().add(next);
  }

  private static SiteSummary continued(SiteSummary begun) {
    return bare(SiteSummary.newBuilder().setSite(begun.getSite()).setWatermarks(List.of()).build());
  }

  /** Its counts stand in the piece in which it began. */
  private static Bucket continued(Bucket begun) {
    return new Bucket(
        begun.getStart(),
        begun.getView(),
        0L,
        0L,
        0L,
        0L,
        new ArrayList<>(),
        new ArrayList<>(),
        0L,
        new ArrayList<>());
  }

  /** What is said of a site once: all but the lists that grow with its traffic. */
  private static SiteSummary bare(SiteSummary one) {
    return SiteSummary.newBuilder()
        .setSite(one.getSite())
        .setWatermarks(one.getWatermarks())
        .setChanges(one.getChanges())
        .setLate(one.getLate())
        .setBuckets(new ArrayList<>())
        .setRefinements(new ArrayList<>())
        .setComponents(new ArrayList<>())
        .setCoverage(new ArrayList<>())
        .setClocks(new ArrayList<>())
        .build();
  }
}
