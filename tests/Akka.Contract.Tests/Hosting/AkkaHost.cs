using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Contract.Tests.Hosting;

internal static class AkkaHost
{
    /// <summary>Settings of a quiet node of a cluster, on any free port of loopback.</summary>
    public const string ClusterNode = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster.downing-provider-class = ""
        }

        """;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static IHost Build(Action<AkkaConfigurationBuilder> akka, ILoggerProvider? logs = null) =>
        Build((builder, _) => akka(builder), logs);

    public static IHost Build(Action<AkkaConfigurationBuilder, IServiceProvider> akka, ILoggerProvider? logs = null)
    {
        var host = Host.CreateEmptyApplicationBuilder(null);
        if (logs is not null)
            host.Logging.AddProvider(logs);
        host.Services.AddSingleton(new Greeting("hello"));
        host.Services.AddAkka("hosted", akka);
        return host.Build();
    }
}

internal sealed record Greeting(string Text);
