using System.Net;
using System.Net.Sockets;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Hanzo.Network.Cluster.Hosting.Tls;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Persistence;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>The host inside the host: carries one actor system by Akka.Hosting and ends with it.</summary>
internal static class InnerHost
{
    private static readonly Config Secured = ConfigurationFactory.ParseString("akka.remote.dot-netty.tcp.enable-ssl = on");

    /// <summary>Part of every address, the same for all networks, so that nodes of different ones can tell each other so.</summary>
    public const string SystemName = "hanzo";

    public static IHost Build(NodeProcess process, AdvertisedAddress advertised, int port, NetworkJoining joining)
    {
        var own = Own(process.Options, advertised, port);
        if (process.Security is not null) own = Secured.WithFallback(own);
        var config = own.WithFallback(AkkaProfile.Load(process.Options));
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        // Signals belong to the outer host.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        // Its end is bounded by whoever ends it, on the node's clock; the host's own limit would be the machine's.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton(process.Loggers);
        builder.Services.AddAkka(SystemName, (akka, _) => SetupsOf(process).Aggregate(akka, (told, setup) => told.AddSetup(setup))
            .AddHocon(config, HoconAddMode.Prepend)
            .AddSetup(new EventStoreSetup(process.Store, process.Health))
            .AddSetup(joining.NewSetup())
            .ConfigureLoggers(loggers =>
            {
                loggers.LogLevel = Akka.Event.LogLevel.WarningLevel;
                loggers.ClearLoggers();
                loggers.AddLoggerFactory(new QuietAkkaLogs(process.Loggers));
            }));
        return builder.Build();
    }

    /// <summary>True when another process was faster to take the port.</summary>
    public static bool IsPortTaken(Exception? error) => error switch
    {
        null => false,
        SocketException socket => socket.SocketErrorCode is SocketError.AddressAlreadyInUse,
        AggregateException many => many.InnerExceptions.Any(IsPortTaken),
        _ => IsPortTaken(error.InnerException),
    };

    private static IEnumerable<Setup> SetupsOf(NodeProcess process) =>
        process.Security is { } security ? process.Setups.Append(TlsRuntime.SetupOf(security)) : process.Setups;

    private static Config Own(NetworkOptions options, AdvertisedAddress advertised, int port) => ConfigurationFactory.ParseString(
        $$"""
        akka.cluster.roles = ["{{NodeRole.Of(options.NodeId)}}", "{{NodeRole.Of(options.Protocol)}}"]
        akka.remote.dot-netty.tcp {
          hostname = "{{options.Bind}}"
          port = {{port}}
          public-hostname = "{{advertised.Host}}"
          public-port = {{(advertised.Port > 0 ? advertised.Port : port)}}
        }
        """);

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
