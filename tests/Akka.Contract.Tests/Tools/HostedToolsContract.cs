using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Contract.Tests.Hosting;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Contract.Tests.Tools;

public sealed class HostedToolsContract
{
    private const string Config = AkkaHost.ClusterNode + """
        akka.cluster {
          leader-actions-interval = 100ms
          periodic-tasks-initial-delay = 50ms
          singleton-proxy.singleton-identification-interval = 200ms
        }
        """;

    [Fact]
    public async Task A_singleton_and_its_proxy_start_with_the_host()
    {
        var stage = new Stage();
        var options = new ClusterSingletonOptions { BufferSize = 10, TerminationMessage = "end" };
        using var host = Build(akka => akka.WithSingleton<Stage>("solo", Props.Create(() => new Soloist(stage, false)), options));

        await Started(host);
        var proxy = host.Services.GetRequiredService<ActorRegistry>().Get<Stage>();
        await proxy.Where();
        await host.StopAsync();

        stage.Starts.Length.ShouldBe(1);
        stage.Heard.ShouldBe(["end"]);
        proxy.Path.Name.ShouldBe("solo-proxy");
    }

    [Fact]
    public async Task A_proxy_can_stand_alone()
    {
        var stage = new Stage();
        using var host = Build(akka => akka
            .WithSingleton<string>("solo", (_, _, _) => Props.Create(() => new Soloist(stage, false)), createProxyToo: false)
            .WithSingletonProxy<Stage>("solo"));

        await Started(host);

        await host.Services.GetRequiredService<ActorRegistry>().Get<Stage>().Where();
        host.Services.GetRequiredService<ActorRegistry>().TryGet<string>(out _).ShouldBeFalse();
        await host.StopAsync();
    }

    [Fact]
    public async Task The_mediator_starts_with_the_host()
    {
        using var host = Build(akka => akka.WithDistributedPubSub(""));

        await Started(host);

        var mediator = host.Services.GetRequiredService<IRequiredActor<DistributedPubSub>>().ActorRef;
        mediator.ShouldBe(DistributedPubSub.Get(host.Services.GetRequiredService<ActorSystem>()).Mediator);
        await mediator.Ask<CurrentTopics>(GetTopics.Instance, AkkaHost.Patience);
        await host.StopAsync();
    }

    private static IHost Build(Action<AkkaConfigurationBuilder> tools) => AkkaHost.Build(akka =>
    {
        akka.AddHocon(Config, HoconAddMode.Prepend);
        tools(akka);
    });

    private static async Task Started(IHost host)
    {
        await host.StartAsync();
        var cluster = Akka.Cluster.Cluster.Get(host.Services.GetRequiredService<ActorSystem>());
        using var patience = new CancellationTokenSource(AkkaHost.Patience);
        await cluster.JoinAsync(cluster.SelfAddress, patience.Token);
    }
}
