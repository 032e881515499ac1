package io.badhop.schemas.serde;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;

/**
 * A registry in memory, with an optional file that keeps it over restarts.
 *
 * <p>A schema's number is taken from the SHA-256 of its text, so two processes that never met give
 * the same schema the same number. A number that is taken by another schema moves on to the next
 * free one. Every subject is held to BACKWARD compatibility: a new version must be able to read
 * what the latest one wrote.
 *
 * <p>The file is replaced as a whole with every new registration. Several processes may read it;
 * one at a time may register.
 */
public final class InProcessRegistry implements SchemaRegistry {
  private final List<Registration> registrations = new ArrayList<>();
  private final RegistryFile file;

  /** An empty registry that forgets everything with the process. */
  public InProcessRegistry() {
    this.file = null;
  }

  /**
   * A registry that is kept in {@code file}; the file need not exist.
   *
   * @throws SchemaRegistryException when the file exists but cannot be read
   */
  public InProcessRegistry(Path file) {
    this.file = new RegistryFile(file);
    reload();
  }

  /** One schema under one subject; versions of a subject stand in order of registration. */
  record Registration(String subject, int id, Schema schema) {}

  /**
   * A version of a subject.
   *
   * @param version 1 for the subject's first, 2 for its second
   * @param id number of the schema
   */
  public record Version(String subject, int version, int id, Schema schema) {}

  /**
   * Everything that is registered, in order of registration. What another process wrote to the file
   * since it was last read is not in it.
   */
  public synchronized List<Version> versions() {
    Map<String, Integer> count = new HashMap<>();
    List<Version> versions = new ArrayList<>();
    for (Registration r : registrations) {
      int version = count.merge(r.subject(), 1, Integer::sum);
      versions.add(new Version(r.subject(), version, r.id(), r.schema()));
    }
    return List.copyOf(versions);
  }

  /**
   * The version of {@code subject} that holds exactly this schema, defaults and documentation
   * included.
   */
  public Optional<Version> find(String subject, Schema schema) {
    return versions().stream()
        .filter(v -> v.subject().equals(subject) && same(v.schema(), schema))
        .findFirst();
  }

  /**
   * What stands against {@code schema} as the successor of {@code earlier}, in words; empty when it
   * can read all that the earlier one wrote.
   */
  public static Optional<String> obstacle(Schema schema, Schema earlier) {
    return Compatibility.obstacle(schema, earlier);
  }

  @Override
  public synchronized int register(String subject, Schema schema) {
    Optional<Registration> known = known(subject, schema);
    if (known.isPresent()) {
      return known.get().id();
    }
    reload();
    refuseIncompatible(subject, schema);
    int id = numberFor(schema);
    registrations.add(new Registration(subject, id, schema));
    if (file != null) {
      file.write(registrations);
    }
    return id;
  }

  @Override
  public synchronized Schema byId(int id) {
    return findId(id)
        .or(
            () -> {
              // Another process may have registered it since the file was read.
              reload();
              return findId(id);
            })
        .orElseThrow(() -> new SchemaRegistryException("no schema has the ID " + id));
  }

  @Override
  public synchronized OptionalInt findId(String subject, Schema schema) {
    return known(subject, schema).stream().mapToInt(Registration::id).findFirst();
  }

  @Override
  public synchronized Optional<Schema> latest(String subject) {
    reload();
    return registrations.stream()
        .filter(r -> r.subject().equals(subject))
        .map(Registration::schema)
        .reduce((earlier, later) -> later);
  }

  private void reload() {
    if (file == null) {
      return;
    }
    for (Registration read : file.read()) {
      if (known(read.subject(), read.schema()).isEmpty()) {
        registrations.add(read);
      }
    }
  }

  private Optional<Registration> known(String subject, Schema schema) {
    return registrations.stream()
        .filter(r -> r.subject().equals(subject) && same(r.schema(), schema))
        .findFirst();
  }

  private Optional<Schema> findId(int id) {
    return registrations.stream().filter(r -> r.id() == id).map(Registration::schema).findFirst();
  }

  private void refuseIncompatible(String subject, Schema schema) {
    obstacle(subject, schema)
        .ifPresent(
            obstacle -> {
              throw new SchemaRegistryException(
                  "subject "
                      + subject
                      + ": the new schema cannot read what the latest one wrote: "
                      + obstacle);
            });
  }

  private int numberFor(Schema schema) {
    int id = hash(schema);
    while (true) {
      Optional<Schema> holder = findId(id);
      if (holder.isEmpty() || same(holder.get(), schema)) {
        return id;
      }
      id = id == Integer.MAX_VALUE ? 1 : id + 1;
    }
  }

  /** From 1 to the greatest int; the text is hashed, as canonical form would drop the defaults. */
  private static int hash(Schema schema) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(schema.toString().getBytes(StandardCharsets.UTF_8));
      return Math.max(1, ByteBuffer.wrap(digest).getInt() & Integer.MAX_VALUE);
    } catch (NoSuchAlgorithmException e) {
      throw new SchemaRegistryException("this Java has no SHA-256", e);
    }
  }

  /** {@link Schema#equals} overlooks defaults and documentation; the text does not. */
  private static boolean same(Schema a, Schema b) {
    return a.equals(b) && a.toString().equals(b.toString());
  }
}
