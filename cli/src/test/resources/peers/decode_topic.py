"""Decodes a whole topic with Confluent's Python client: a line `partition offset json` for each record.

Arguments: bootstrap servers, URL of the schema registry, topic.
"""
import base64
import json
import sys

from confluent_kafka import Consumer, KafkaError, TopicPartition
from confluent_kafka.avro import CachedSchemaRegistryClient
from confluent_kafka.avro.serializer.message_serializer import MessageSerializer

servers, registry, topic = sys.argv[1:]
decoder = MessageSerializer(CachedSchemaRegistryClient({"url": registry}))
consumer = Consumer({
    "bootstrap.servers": servers,
    "group.id": "decode_topic",
    "enable.auto.commit": False,
    "enable.partition.eof": True,
    "isolation.level": "read_committed",
})
partitions = consumer.list_topics(topic, 15).topics[topic].partitions
consumer.assign([TopicPartition(topic, p, 0) for p in partitions])
unfinished = set(partitions)
while unfinished:
    record = consumer.poll(15)
    if record is None:
        sys.exit("no record and no end of partition within 15 s")
    if record.error():
        if record.error().code() != KafkaError._PARTITION_EOF:
            sys.exit(str(record.error()))
        unfinished.discard(record.partition())
        continue
    value = json.dumps(
        decoder.decode_message(record.value()),
        default=lambda raw: base64.b64encode(raw).decode("ascii"))
    print(record.partition(), record.offset(), value)
consumer.close()
