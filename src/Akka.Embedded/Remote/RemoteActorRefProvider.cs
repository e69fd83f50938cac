using Akka.Actor;
using Akka.Embedded.Remoting;
using Akka.Event;

namespace Akka.Remote;

/// <summary>The provider named <c>remote</c>.</summary>
internal sealed class RemoteActorRefProvider(string systemName, Settings settings, EventStream eventStream)
    : RemoteProvider(systemName, settings, eventStream);
