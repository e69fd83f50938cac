using Akka.Actor;
using Akka.Serialization;

namespace Akka.Embedded.Tests.Support;

/// <summary>A system whose serializers are tried.</summary>
public abstract class WireTests : IAsyncLifetime
{
    protected ActorSystem System { get; } = ActorSystem.Create("wire", "akka { loglevel = OFF, stdout-loglevel = OFF }");

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => System.Terminate();

    /// <summary>The message as its receiver reads it.</summary>
    protected object Back(object message, int serializerId)
    {
        var serializer = (SerializerWithStringManifest)System.Serialization.FindSerializerFor(message);
        serializer.Identifier.ShouldBe(serializerId);
        return System.Serialization.Deserialize(serializer.ToBinary(message), serializer.Identifier, serializer.Manifest(message));
    }
}
