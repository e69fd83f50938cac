using System.Buffers;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Tests.Remote;

public sealed class NestedPayloadTests : IAsyncLifetime
{
    private const int Deepest = 16;

    private readonly ActorSystem _system = ActorSystem.Create("wire", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public void Messages_in_messages_come_back_as_deep_as_allowed()
    {
        var message = Nested(Deepest);

        Read(Serializer(message).ToBinary(message)).ShouldBe(message);
    }

    [Fact]
    public void A_message_that_is_nested_deeper_is_refused_by_its_sender()
    {
        var message = Nested(Deepest + 1);

        Should.Throw<InvalidDataException>(() => Serializer(message).ToBinary(message)).Message.ShouldContain($"{Deepest}");
        Should.NotThrow(() => Serializer(message).ToBinary(Nested(Deepest)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    public void Bytes_that_are_nested_deeper_are_refused_and_harm_nothing(int deeper)
    {
        var bytes = Serializer(Nested(1)).ToBinary(Nested(Deepest));
        for (var i = 0; i < deeper; i++)
            bytes = Around(bytes);

        Should.Throw<InvalidDataException>(() => Read(bytes)).Message.ShouldContain($"{Deepest}");
        Read(Serializer(Nested(1)).ToBinary(Nested(Deepest))).ShouldBe(Nested(Deepest));
    }

    private static Publish Nested(int times)
    {
        object message = "text";
        for (var i = 0; i < times; i++)
            message = new Publish("t", message);
        return (Publish)message;
    }

    private object Read(byte[] bytes) => _system.Serialization.Deserialize(bytes, Serializer(Nested(1)).Identifier, "p");

    private SerializerWithStringManifest Serializer(Publish message) =>
        (SerializerWithStringManifest)_system.Serialization.FindSerializerFor(message);

    private byte[] Around(byte[] bytes)
    {
        var output = new ArrayBufferWriter<byte>();
        output.WriteString("t");
        output.WriteByte(0);
        output.WriteInt32(Serializer(Nested(1)).Identifier);
        output.WriteString("p");
        output.WriteBytes(bytes);
        return output.WrittenSpan.ToArray();
    }
}
