using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>The other end of remote rows.</summary>
internal sealed class RemotePeer() : Role(RoleName)
{
    public const string RoleName = "remote";

    public static Child Start(int payloadBytes) => Child.Start(RoleName, payloadBytes.ToString(CultureInfo.InvariantCulture));

    public override Task RunAsync(ParentLine parent, string[] arguments)
    {
        var system = Systems.Remote();
        system.ActorOf(Props.Create<Responder>(), Responder.Name);
        system.ActorOf(CountingSink.Props(int.Parse(arguments[0], CultureInfo.InvariantCulture)), CountingSink.Name);
        parent.Say($"address {Systems.AddressOf(system)}");
        return parent.ObeyNothingAsync();
    }
}
