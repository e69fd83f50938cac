using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Contract.Tests.Tools;

/// <summary>An actor whose messages a test looks at; it answers "who" with its name.</summary>
internal sealed class Ears
{
    private readonly ConcurrentQueue<object> _heard = new();

    public Ears(IActorRefFactory system, string name) => Ref = system.ActorOf(Props.Create(() => new Ear(_heard)), name);

    public IActorRef Ref { get; }

    public object[] All => [.. _heard];

    /// <summary>In order, without the probes.</summary>
    public string[] Texts => [.. _heard.OfType<string>().Where(text => text != "probe")];

    public bool HeardProbe => _heard.Contains("probe");

    private sealed class Ear : ReceiveActor
    {
        public Ear(ConcurrentQueue<object> heard)
        {
            Receive<string>(text => text == "who", _ => Sender.Tell(Self.Path.Name));
            ReceiveAny(heard.Enqueue);
        }
    }
}
