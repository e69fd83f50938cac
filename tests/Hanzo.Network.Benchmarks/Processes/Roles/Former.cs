using System.Globalization;
using Akka.Cluster;
using Hanzo.Network.Benchmarks.Actors;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>Starts with seed nodes in its configuration, and says when it sees as many members Up as there are seeds.</summary>
internal sealed class Former() : Role(RoleName)
{
    public const string RoleName = "former";
    public const string Created = "created";
    public const string Formed = "formed";

    public static Child Start(int port, IReadOnlyCollection<int> seedPorts) =>
        Child.Start(RoleName, port.ToString(CultureInfo.InvariantCulture), string.Join(',', seedPorts));

    public override async Task RunAsync(ParentLine parent, string[] arguments)
    {
        var seeds = arguments[1].Split(',');
        var list = string.Join(", ", seeds.Select(port => $"\"akka.tcp://{Systems.Name}@127.0.0.1:{port}\""));
        var system = Systems.Cluster($"akka.remote.dot-netty.tcp.port = {arguments[0]}\nakka.cluster.seed-nodes = [{list}]");
        Akka.Cluster.Cluster.Get(system);
        parent.Say(Created);
        await UpWatch.Start(system, seeds.Length);
        parent.Say(Formed);
        await parent.ObeyNothingAsync();
    }
}
