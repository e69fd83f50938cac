using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.DistributedData;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Contract.Tests.Hosting;

public sealed class DistributedDataHostTests
{
    private const string Node = AkkaHost.ClusterNode + "akka.cluster.roles = [data]";

    [Fact]
    public async Task The_options_say_which_members_have_replicas()
    {
        (await ReplicatorIsThere(options => options.Role = "data")).ShouldBeTrue();
        (await ReplicatorIsThere(options => options.Role = "other")).ShouldBeFalse();
        (await ReplicatorIsThere(_ => { })).ShouldBeTrue();
    }

    [Fact]
    public async Task The_options_name_the_replicator()
    {
        using var host = AkkaHost.Build(akka => akka
            .AddHocon(Node, HoconAddMode.Prepend)
            .WithDistributedData(new DDataOptions { Name = "notes" }));
        await host.StartAsync();

        Extension(host).Replicator.Path.Name.ShouldBe("notes");
        await host.StopAsync();
    }

    private static async Task<bool> ReplicatorIsThere(Action<DDataOptions> configure)
    {
        using var host = AkkaHost.Build(akka => akka.AddHocon(Node, HoconAddMode.Prepend).WithDistributedData(configure));
        await host.StartAsync();
        var there = !Extension(host).IsTerminated;
        await host.StopAsync();
        return there;
    }

    private static Akka.DistributedData.DistributedData Extension(IHost host) =>
        Akka.DistributedData.DistributedData.Get(host.Services.GetRequiredService<ActorSystem>());
}
