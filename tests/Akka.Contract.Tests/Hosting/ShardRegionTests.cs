using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Contract.Tests.Sharding;
using Akka.Contract.Tests.Support;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Contract.Tests.Hosting;

public sealed class ShardRegionTests
{
    private static readonly ShardOptions Options = new() { StateStoreMode = StateStoreMode.DData, HandOffStopMessage = StopIt.Instance };
    private readonly Witness _witness = new();

    [Fact]
    public async Task A_region_starts_with_the_host_and_is_found_by_its_key()
    {
        using var host = Clustered(akka => akka.WithShardRegion<Entity>("thing", Entity.Factory(_witness), new DottedExtractor(), Options));
        await host.StartAsync();
        await Join(host);
        var region = host.Services.GetRequiredService<IRequiredActor<Entity>>().ActorRef;

        var found = await ShardingTest.Where(region, "oak.1");

        found.Shard.ShouldBe("oak");
        ClusterSharding.Get(host.Services.GetRequiredService<ActorSystem>()).ShardRegion("thing").ShouldBe(region);
        await host.StopAsync();
    }

    [Fact]
    public async Task Entities_may_be_made_from_the_services_of_the_host()
    {
        using var host = Clustered(akka => akka.WithShardRegion<Entity>(
            "polite",
            (system, registry, resolver) => id => resolver.Props<Polite>(),
            new DottedExtractor(),
            Options));
        await host.StartAsync();
        await Join(host);
        var region = host.Services.GetRequiredService<IRequiredActor<Entity>>().ActorRef;

        (await region.Ask<string>(new To("oak.1", "world"), AkkaHost.Patience)).ShouldBe("hello world");

        await host.StopAsync();
    }

    [Fact]
    public async Task Idle_entities_are_stopped_after_the_time_of_the_options()
    {
        var options = new ShardOptions
        {
            StateStoreMode = StateStoreMode.DData,
            PassivateIdleEntityAfter = TimeSpan.FromMilliseconds(500),
            HandOffStopMessage = StopIt.Instance,
        };
        using var host = Clustered(akka => akka.WithShardRegion<Entity>("thing", Entity.Factory(_witness), new DottedExtractor(), options));
        await host.StartAsync();
        await Join(host);
        var region = host.Services.GetRequiredService<IRequiredActor<Entity>>().ActorRef;
        await ShardingTest.Where(region, "oak.1");

        await Eventually.Is(() => _witness.Alive("oak.1") == 0, "the idle entity is stopped");

        (await ShardingTest.WhereOnce(region, "oak.1")).Heard.ShouldBe(1);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_proxy_reaches_the_regions_of_a_role()
    {
        var options = new ShardOptions { Role = "worker", StateStoreMode = StateStoreMode.DData };
        using var host = Clustered(akka => akka
            .WithShardRegion<Entity>("thing", Entity.Factory(_witness), new DottedExtractor(), options)
            .WithShardRegionProxy<Witness>("thing", "worker", new DottedExtractor()));
        await host.StartAsync();
        await Join(host);
        var proxy = host.Services.GetRequiredService<IRequiredActor<Witness>>().ActorRef;

        (await ShardingTest.Where(proxy, "oak.1")).Shard.ShouldBe("oak");

        proxy.ShouldNotBe(host.Services.GetRequiredService<IRequiredActor<Entity>>().ActorRef);
        await host.StopAsync();
    }

    private static IHost Clustered(Action<AkkaConfigurationBuilder> akka) => AkkaHost.Build(builder =>
    {
        builder.AddHocon(
            AkkaHost.ClusterNode + """
            akka.cluster {
              roles = [worker]
              gossip-interval = 100ms
              leader-actions-interval = 100ms
              periodic-tasks-initial-delay = 50ms
            }
            """,
            HoconAddMode.Prepend);
        akka(builder);
    });

    private static Task Join(IHost host)
    {
        var cluster = Akka.Cluster.Cluster.Get(host.Services.GetRequiredService<ActorSystem>());
        return cluster.JoinAsync(cluster.SelfAddress).WaitAsync(AkkaHost.Patience);
    }

    private sealed class Polite : ReceiveActor
    {
        public Polite(Greeting greeting) => Receive<To>(to => Sender.Tell($"{greeting.Text} {to.Word}"));
    }
}
