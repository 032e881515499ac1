package io.badhop.schemas.serde;

import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import java.util.function.ObjIntConsumer;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema.Field;
import org.apache.avro.specific.SpecificRecord;

/**
 * The setters and the constructor of a generated class as functions. {@code put(int, Object)},
 * which Avro's own readers use, boxes every number.
 */
final class Setters {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

  private final Class<?> type;

  /** Sets a boolean field. */
  @FunctionalInterface
  interface BooleanSetter {
    void accept(Object record, boolean value);
  }

  Setters(Class<?> type) {
    this.type = type;
  }

  @SuppressWarnings("unchecked") // generated classes are records
  Supplier<SpecificRecord> constructor() {
    try {
      MethodHandle made = LOOKUP.findConstructor(type, MethodType.methodType(void.class));
      return (Supplier<SpecificRecord>)
          function("get", Supplier.class, MethodType.methodType(Object.class), made);
    } catch (ReflectiveOperationException e) {
      throw new AvroRuntimeException(type.getName() + " has no constructor to read with", e);
    }
  }

  @SuppressWarnings("unchecked") // as are all below: the setter's own type is what is asked for
  ObjLongConsumer<Object> ofLong(Field field) {
    return (ObjLongConsumer<Object>) setter(field, ObjLongConsumer.class, long.class, long.class);
  }

  @SuppressWarnings("unchecked")
  ObjIntConsumer<Object> ofInt(Field field) {
    return (ObjIntConsumer<Object>) setter(field, ObjIntConsumer.class, int.class, int.class);
  }

  @SuppressWarnings("unchecked")
  ObjDoubleConsumer<Object> ofDouble(Field field) {
    return (ObjDoubleConsumer<Object>)
        setter(field, ObjDoubleConsumer.class, double.class, double.class);
  }

  BooleanSetter ofBoolean(Field field) {
    return (BooleanSetter) setter(field, BooleanSetter.class, boolean.class, boolean.class);
  }

  @SuppressWarnings("unchecked")
  BiConsumer<Object, Object> ofObject(Field field, Class<?> value) {
    return (BiConsumer<Object, Object>) setter(field, BiConsumer.class, Object.class, value);
  }

  private Object setter(Field field, Class<?> kind, Class<?> erased, Class<?> value) {
    String name = field.name();
    String setter = "set" + Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      MethodHandle set = LOOKUP.findVirtual(type, setter, MethodType.methodType(void.class, value));
      return function("accept", kind, MethodType.methodType(void.class, Object.class, erased), set);
    } catch (ReflectiveOperationException e) {
      throw new AvroRuntimeException(type.getName() + " has no " + setter, e);
    }
  }

  private static Object function(
      String name, Class<?> kind, MethodType erased, MethodHandle target) {
    try {
      return LambdaMetafactory.metafactory(
              LOOKUP, name, MethodType.methodType(kind), erased, target, target.type())
          .getTarget()
          .invoke();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      // A method handle may throw anything; this one makes an object and no more.
      throw new AvroRuntimeException("no function for " + target, e);
    }
  }
}
