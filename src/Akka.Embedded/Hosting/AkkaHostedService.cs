using Akka.Actor;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Starts the actor system with the host, ends it with the host, and ends the host when the system ends by itself.</summary>
public class AkkaHostedService : IHostedService
{
    private readonly AkkaConfigurationBuilder _builder;
    private readonly IServiceProvider _services;
    private readonly ILogger<AkkaHostedService> _logger;
    private readonly IHostApplicationLifetime? _lifetime;
    private CoordinatedShutdown? _shutdown;

    public AkkaHostedService(
        AkkaConfigurationBuilder configurationBuilder,
        IServiceProvider serviceProvider,
        ILogger<AkkaHostedService> logger,
        IHostApplicationLifetime? applicationLifetime)
    {
        _builder = configurationBuilder;
        _services = serviceProvider;
        _logger = logger;
        _lifetime = applicationLifetime;
    }

    public virtual async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            var system = _services.GetRequiredService<ActorSystem>();
            _shutdown = CoordinatedShutdown.Get(system);
            await _builder.StartAsync(system);
            _ = StopApplicationAfter(system, _shutdown);
        }
        catch (Exception error)
        {
            _logger.LogCritical(error, "The actor system could not start; stopping.");
            await StopAsync(cancellationToken);
            throw;
        }
    }

    public virtual Task StopAsync(CancellationToken cancellationToken) =>
        _shutdown is null ? Task.CompletedTask : _shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance);

    private async Task StopApplicationAfter(ActorSystem system, CoordinatedShutdown shutdown)
    {
        await system.WhenTerminated;
        // A supervisor of the process tells by the exit code that the cluster made this node leave.
        if (shutdown.ShutdownReason is CoordinatedShutdown.ClusterDowningReason or CoordinatedShutdown.ClusterLeavingReason)
            Environment.ExitCode = -1;
        _lifetime?.StopApplication();
    }
}
