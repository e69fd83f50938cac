using System.CommandLine;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Commands;

/// <summary>The <c>hanzo</c> command line.</summary>
internal static class HanzoCli
{
    public static async Task<int> RunAsync(string[] arguments, CommandContext context)
    {
        var root = CreateRoot(arguments, context);
        var parsed = root.Parse(arguments);
        var asksForHelp = parsed.Errors.Count == 0 || parsed.Action is not System.CommandLine.Invocation.ParseErrorAction;
        if (!asksForHelp || UsageErrors.Mistyped(parsed) is not null)
            return new Screen(context.Output, context.Error, arguments.Contains(CommandContext.Json.Name)).BadUsage(UsageErrors.Of(parsed));

        // A node ends itself on signals, in its own time; System.CommandLine would cut it off after two seconds.
        var invocation = new InvocationConfiguration
        {
            Output = context.Output,
            Error = context.Error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        };
        try
        {
            return await parsed.InvokeAsync(invocation);
        }
        catch (NodeClientException e)
        {
            var screen = context.Screen(parsed);
            return e.IsBadRequest ? screen.BadUsage(e.Message) : screen.Failed(e.Code, e.Message);
        }
        catch (Exception e)
        {
            return context.Screen(parsed).Failed("internal", $"this should not have happened, please report it: {e}");
        }
    }

    private static RootCommand CreateRoot(string[] arguments, CommandContext context)
    {
        var root = new RootCommand("A network of your own machines that runs AI agents.")
        {
            UpCommand.Create(context),
            DemoCommand.Create(context),
            NetworkCommand.Create(context),
            StatusCommand.Create(context),
            PeersCommand.Create(context),
            AgentsCommand.Create(context),
            DoctorCommand.Create(context),
            SessionsCommand.Create(context),
            RunCommand.Create(context),
            WhyCommand.Create(context),
            DeployCommand.Create(context),
            UndeployCommand.Create(context),
            CancelCommand.Create(context),
            AnswerCommands.Approve(context),
            AnswerCommands.Reject(context),
            AnswerCommands.Answer(context),
            MigrateCommand.Create(context),
            DrainCommand.Create(context),
            TakeoverCommand.Create(context),
            InviteCommand.Create(context),
            JoinCommand.Create(context),
            RevokeCommand.Create(context),
            StateCommand.Create(context),
            ConsensusCommand.Create(context),
            MemoryCommand.Create(context),
            CheckpointCommand.Create(context),
            DeviceCommand.Create(context),
            ConfigCommand.Create(context),
            McpCommand.Create(context),
            SimulateCommand.Create(arguments, context),
        };
        root.Add(CommandContext.Json);
        return root;
    }
}
