using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Akka.Contract.Tests.Hosting;

public sealed class HoconPrecedenceTests
{
    [Theory]
    [InlineData(HoconAddMode.Prepend, "second")]
    [InlineData(HoconAddMode.Append, "first")]
    [InlineData(HoconAddMode.Replace, "second")]
    public async Task A_later_config_stands_where_its_mode_says(HoconAddMode mode, string expected)
    {
        using var host = AkkaHost.Build(akka => akka
            .AddHocon("akka.loglevel = OFF, ours { word = first, only-first = 1 }", HoconAddMode.Prepend)
            .AddHocon("ours { word = second, only-second = 2 }", mode));
        await host.StartAsync();

        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;
        config.GetString("ours.word").ShouldBe(expected);
        config.GetInt("ours.only-first").ShouldBe(1);
        config.GetInt("ours.only-second").ShouldBe(2);
        await host.StopAsync();
    }

    [Fact]
    public async Task The_defaults_of_akka_lie_below_everything()
    {
        using var host = AkkaHost.Build(akka => akka
            .AddHocon("akka.loglevel = OFF", HoconAddMode.Append)
            .AddHocon("akka.coordinated-shutdown.default-phase-timeout = 7s", HoconAddMode.Append));
        await host.StartAsync();

        var config = host.Services.GetRequiredService<ActorSystem>().Settings.Config;
        config.GetTimeSpan("akka.coordinated-shutdown.default-phase-timeout").ShouldBe(TimeSpan.FromSeconds(7));
        config.HasPath("akka.actor.provider").ShouldBeTrue();
        await host.StopAsync();
    }
}
