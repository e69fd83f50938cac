using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Akka.Contract.Tests.Hosting;

public sealed class HostedSystemTests
{
    [Fact]
    public async Task The_actor_system_is_a_service_with_the_given_name()
    {
        using var host = AkkaHost.Build(akka => akka.AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend));
        await host.StartAsync();

        var system = host.Services.GetRequiredService<ActorSystem>();
        system.Name.ShouldBe("hosted");
        system.WhenTerminated.IsCompleted.ShouldBeFalse();

        await host.StopAsync();
    }

    [Fact]
    public async Task Stopping_the_host_runs_coordinated_shutdown_and_ends_the_system()
    {
        var phases = new List<string>();
        using var host = AkkaHost.Build(akka => akka.AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend));
        await host.StartAsync();
        var system = host.Services.GetRequiredService<ActorSystem>();
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(CoordinatedShutdown.PhaseBeforeServiceUnbind, "note", () =>
        {
            phases.Add(CoordinatedShutdown.PhaseBeforeServiceUnbind);
            return Task.FromResult(Done.Instance);
        });

        await host.StopAsync();

        await system.WhenTerminated.WaitAsync(AkkaHost.Patience);
        phases.ShouldBe([CoordinatedShutdown.PhaseBeforeServiceUnbind]);
        shutdown.ShutdownReason.ShouldBe(CoordinatedShutdown.ClrExitReason.Instance);
    }

    [Fact]
    public async Task A_system_that_ends_by_itself_stops_the_application()
    {
        using var host = AkkaHost.Build(akka => akka.AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend));
        await host.StartAsync();
        var stopping = new TaskCompletionSource();
        host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(stopping.SetResult);

        await host.Services.GetRequiredService<ActorSystem>().Terminate();

        await stopping.Task.WaitAsync(AkkaHost.Patience);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_failing_starter_fails_the_start_of_the_host_and_ends_the_system()
    {
        using var host = AkkaHost.Build(akka => akka
            .AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend)
            .WithActors((_, _) => throw new InvalidOperationException("no actors today")));

        var error = await Should.ThrowAsync<InvalidOperationException>(() => host.StartAsync());

        error.Message.ShouldBe("no actors today");
        await host.Services.GetRequiredService<ActorSystem>().WhenTerminated.WaitAsync(AkkaHost.Patience);
    }

    [Fact]
    public async Task The_builder_sees_the_service_provider()
    {
        string? seen = null;
        using var host = AkkaHost.Build((akka, services) =>
        {
            seen = services.GetRequiredService<Greeting>().Text;
            akka.AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend);
        });
        await host.StartAsync();

        seen.ShouldBe("hello");
        await host.StopAsync();
    }

    [Fact]
    public async Task A_setup_reaches_the_system()
    {
        using var host = AkkaHost.Build(akka => akka
            .AddHocon("akka.loglevel = OFF", HoconAddMode.Prepend)
            .AddSetup(new NamedSetup("from the host")));
        await host.StartAsync();

        var setup = host.Services.GetRequiredService<ActorSystem>().Settings.Setup.Get<NamedSetup>();
        setup.Value.Name.ShouldBe("from the host");
        await host.StopAsync();
    }

    private sealed class NamedSetup(string name) : Akka.Actor.Setup.Setup
    {
        public string Name { get; } = name;
    }
}
