using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>Joins its parent's cluster and answers.</summary>
internal sealed class Member() : Role(RoleName)
{
    public const string RoleName = "member";

    public static Child Start(ActorSystem parent) => Child.Start(RoleName, Systems.AddressOf(parent).ToString());

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var system = Systems.Cluster();
        system.ActorOf(Props.Create<Responder>(), Responder.Name);
        await Clusters.JoinAsync(system, Address.Parse(arguments[0]));
        parent.Say($"up {Systems.AddressOf(system)}");
        await parent.ObeyNothingAsync();
    }
}
