package io.badhop.schemas.serde;

import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes serdes from classes that the user names, Confluent's own say, and makes them behave as
 * badhop's: they wait while their registry is away, and what they return is checked.
 */
final class NamedSerdes implements SerdeMaker {

  /** Confluent's RestClientException says so of 500 and the like, 50002 among them. */
  private static final Pattern SERVER_ERROR = Pattern.compile("error code: 5\\d\\d(\\d\\d)?$");

  private final Class<?> serializer;
  private final Class<?> deserializer;
  private final Map<String, Object> settings;
  private final Duration patience;
  private final Consumer<String> onWait;

  /**
   * @throws IllegalArgumentException when a class is not there, or of another kind
   */
  NamedSerdes(
      String serializer,
      String deserializer,
      Map<String, ?> settings,
      Duration patience,
      Consumer<String> onWait) {
    this.serializer = load(serializer, Serializer.class);
    this.deserializer = load(deserializer, Deserializer.class);
    this.settings = new HashMap<>(settings);
    // Generated classes are wanted, not Avro's generic records.
    this.settings.putIfAbsent("specific.avro.reader", "true");
    this.patience = patience;
    this.onWait = Objects.requireNonNull(onWait, "onWait");
  }

  @Override
  public <T extends SpecificRecord> Serde<T> make(
      RecordTypes types, SubjectNames subjects, Class<T> common, Set<String> unread) {
    Map<String, Object> own = new HashMap<>(settings);
    own.putIfAbsent("value.subject.name.strategy", subjects.strategy());
    return Serdes.serdeFrom(writer(own), reader(own, types, common));
  }

  private <T extends SpecificRecord> Serializer<T> writer(Map<String, Object> own) {
    @SuppressWarnings("unchecked") // it takes any record, or says so when it is given one
    Serializer<Object> theirs = (Serializer<Object>) instance(serializer);
    theirs.configure(own, false);
    return (topic, value) ->
        value == null ? null : patiently(topic, () -> theirs.serialize(topic, value));
  }

  private <T extends SpecificRecord> Deserializer<T> reader(
      Map<String, Object> own, RecordTypes types, Class<T> common) {
    Deserializer<?> theirs = (Deserializer<?>) instance(deserializer);
    theirs.configure(own, false);
    return (topic, bytes) ->
        bytes == null
            ? null
            : common.cast(
                checked(topic, patiently(topic, () -> theirs.deserialize(topic, bytes)), types));
  }

  private static Object checked(String topic, Object read, RecordTypes types) {
    if (read == null || types.schemaOf(read.getClass()).isEmpty()) {
      throw new SerializationException(
          "topic "
              + topic
              + ": it is a "
              + (read == null ? "null" : read.getClass().getSimpleName())
              + ", expected "
              + types);
    }
    return read;
  }

  private <R> R patiently(String topic, Supplier<R> call) {
    Patience left = new Patience(patience);
    while (true) {
      try {
        return call.get();
      } catch (RuntimeException e) {
        if (!transientFailure(e)) {
          throw new SerializationException("topic " + topic + ": " + e.getMessage(), e);
        }
        String why = "topic " + topic + ": the schema registry is away: " + rootMessage(e);
        if (!left.left()) {
          throw new RegistryUnavailableException(why, e);
        }
        onWait.accept(why);
        left.pause();
      }
    }
  }

  /** The network's fault or the registry's, and not that of the record. */
  static boolean transientFailure(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RetriableException
          || cause instanceof SocketException
          || cause instanceof SocketTimeoutException
          || cause instanceof UnknownHostException
          || cause instanceof HttpTimeoutException
          || (cause.getMessage() != null && SERVER_ERROR.matcher(cause.getMessage()).find())) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getClass().getSimpleName() + " " + root.getMessage();
  }

  private static Class<?> load(String name, Class<?> kind) {
    try {
      Class<?> loaded = Class.forName(name);
      if (!kind.isAssignableFrom(loaded)) {
        throw new IllegalArgumentException(name + " is no " + kind.getName());
      }
      return loaded;
    } catch (ClassNotFoundException | LinkageError e) {
      throw new IllegalArgumentException(
          name + " is not on the class path, or something that it needs is not: " + e.getMessage(),
          e);
    }
  }

  private static Object instance(Class<?> type) {
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          type.getName() + " cannot be made: it needs a public constructor without parameters", e);
    }
  }
}
