package io.badhop.ingest.ship;

import io.badhop.ingest.parse.Format;
import io.badhop.ingest.parse.formats.Formats;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Logs that one reader reads.
 *
 * @param access logs whose records are read in order; an error log that has no access log beside it
 *     stands here
 * @param errors logs whose lines belong to those records
 */
record LogGroup(List<LogFile> access, List<LogFile> errors) {

  LogGroup {
    access = List.copyOf(access);
    errors = List.copyOf(errors);
  }

  /**
   * Groups logs: those of one server in one folder belong together when there is an error log among
   * them.
   */
  static List<LogGroup> of(List<LogFile> logs) {
    List<LogGroup> groups = new ArrayList<>();
    List<LogFile> left = new ArrayList<>(logs);
    while (!left.isEmpty()) {
      LogFile first = left.get(0);
      List<LogFile> together = left.stream().filter(other -> belong(first, other)).toList();
      List<LogFile> access = together.stream().filter(LogGroup::isAccess).toList();
      List<LogFile> errors = together.stream().filter(LogGroup::isErrors).toList();
      LogGroup group =
          access.isEmpty() || errors.isEmpty()
              ? new LogGroup(List.of(first), List.of())
              : new LogGroup(access, errors);
      groups.add(group);
      left.removeAll(group.access());
      left.removeAll(group.errors());
    }
    return groups;
  }

  private static boolean belong(LogFile one, LogFile other) {
    return Objects.equals(folder(one), folder(other))
        && Formats.sameServer(one.detection().format(), other.detection().format());
  }

  private static Path folder(LogFile file) {
    return file.path().toAbsolutePath().getParent();
  }

  private static boolean isAccess(LogFile file) {
    return file.detection().format().kind() == Format.Kind.ACCESS;
  }

  private static boolean isErrors(LogFile file) {
    return file.detection().format().kind() == Format.Kind.ERROR;
  }

  /** The log that stands for the group. */
  LogFile first() {
    return access.get(0);
  }

  /** All but the first. */
  List<LogFile> others() {
    List<LogFile> others = new ArrayList<>(access.subList(1, access.size()));
    others.addAll(errors);
    return others;
  }
}
