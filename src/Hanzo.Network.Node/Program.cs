using Hanzo.Network.Node.Commands;

return await HanzoCli.RunAsync(args, CommandContext.OfProcess());
