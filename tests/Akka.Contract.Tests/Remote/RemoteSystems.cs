using System.Runtime.Serialization;
using System.Text;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Akka.Contract.Tests.Remote;

/// <summary>Two systems with remoting in this process, on loopback.</summary>
public abstract class RemoteTest : TestKit.Xunit2.TestKit
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    protected RemoteTest() : base(Settings(), "here")
    {
        There = ActorSystem.Create("there", Settings());
    }

    protected ActorSystem There { get; }

    protected static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    internal static Config Plain() => Settings();

    protected static Config Settings() => ConfigurationFactory.ParseString("""
        akka {
          loglevel = WARNING
          stdout-loglevel = OFF
          log-dead-letters = off
          actor.provider = remote
          actor {
            serializers.letters = "Akka.Contract.Tests.Remote.LetterSerializer, Akka.Contract.Tests"
            serialization-bindings."Akka.Contract.Tests.Remote.Letter, Akka.Contract.Tests" = letters
            serialization-identifiers."Akka.Contract.Tests.Remote.LetterSerializer, Akka.Contract.Tests" = 4711
          }
          remote {
            dot-netty.tcp { hostname = "127.0.0.1", port = 0, maximum-frame-size = 128000b }
            retry-gate-closed-for = 200ms
            watch-failure-detector {
              heartbeat-interval = 100ms
              acceptable-heartbeat-pause = 1s
              unreachable-nodes-reaper-interval = 100ms
              expected-response-after = 100ms
            }
          }
          coordinated-shutdown.run-by-actor-system-terminate = off
        }
        """);

    /// <summary>The reference that <see cref="TestKit.Xunit2.TestKit.Sys"/> has of an actor over there.</summary>
    protected async Task<IActorRef> Find(IActorRef actor) =>
        await Sys.ActorSelection(new RootActorPath(AddressOf(There)) / actor.Path.Elements).ResolveOne(Patience);

    protected override void AfterAll()
    {
        There.Terminate().Wait(Patience);
        base.AfterAll();
    }
}

/// <summary>A message with a text, a reference and any number of bytes.</summary>
public sealed record Letter(string Text, IActorRef? From = null, int Padding = 0);

public sealed class LetterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    public override string Manifest(object o) => "letter.1";

    public override byte[] ToBinary(object obj)
    {
        var letter = (Letter)obj;
        if (letter.Text == "unwritable")
            throw new SerializationException("this letter cannot be written");
        var from = letter.From is null ? "" : Akka.Serialization.Serialization.SerializedActorPath(letter.From);
        return Encoding.UTF8.GetBytes($"{letter.Text}\n{from}\n{new string('x', letter.Padding)}");
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var parts = Encoding.UTF8.GetString(bytes).Split('\n');
        if (parts[0] == "unreadable")
            throw new SerializationException("this letter cannot be read");
        return new Letter(parts[0], parts[1].Length == 0 ? null : system.Provider.ResolveActorRef(parts[1]), parts[2].Length);
    }
}

/// <summary>Answers every letter with its text; "stop" stops it, "children" makes it have some.</summary>
public sealed class Responder : ReceiveActor
{
    public Responder()
    {
        Receive<Letter>(l => l.Text == "stop", _ => Context.Stop(Self));
        Receive<Letter>(l => l.Text == "fail", _ => Sender.Tell(new Status.Failure(new TimeoutException("as asked"))));
        Receive<Letter>(l => l.From is not null, l => l.From!.Tell(new Letter(l.Text), Self));
        Receive<Letter>(l => Sender.Tell(l));
        ReceiveAny(m => Sender.Tell(m));
    }
}
