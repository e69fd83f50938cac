namespace Akka.Actor;

/// <summary>Wires the orderly end to its occasions: the last phase ends the system, the process's end starts the first.</summary>
public sealed class CoordinatedShutdownExtension : ExtensionIdProvider<CoordinatedShutdown>
{
    public override CoordinatedShutdown CreateExtension(ExtendedActorSystem system)
    {
        var shutdown = new CoordinatedShutdown(system);
        var config = system.Settings.Config.GetConfig("akka.coordinated-shutdown");
        var exitProcess = config.GetBoolean("exit-clr");
        if (system.Settings.CoordinatedShutdownTerminateActorSystem || exitProcess)
            shutdown.AddTask(CoordinatedShutdown.PhaseActorSystemTerminate, "terminate-system", () => EndAsync(shutdown, exitProcess));
        if (config.GetBoolean("run-by-clr-shutdown-hook"))
            RunAtProcessExit(shutdown);
        return shutdown;
    }

    private static async Task<Done> EndAsync(CoordinatedShutdown shutdown, bool exitProcess)
    {
        if (shutdown.System.Settings.CoordinatedShutdownTerminateActorSystem)
            await shutdown.System.FinalTerminate();
        if (exitProcess && shutdown.ShutdownReason is not CoordinatedShutdown.ClrExitReason)
            Environment.Exit(0);
        return Done.Instance;
    }

    private static void RunAtProcessExit(CoordinatedShutdown shutdown)
    {
        EventHandler hook = (_, _) => shutdown.Run(CoordinatedShutdown.ClrExitReason.Instance).Wait(shutdown.TotalTimeout);
        AppDomain.CurrentDomain.ProcessExit += hook;
        shutdown.System.RegisterOnTermination(() => AppDomain.CurrentDomain.ProcessExit -= hook);
    }
}
