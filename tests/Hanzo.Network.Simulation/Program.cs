using Hanzo.Network.Simulation.Tests.Campaigns;

return await new CampaignProgram(TimeProvider.System, Console.Out, Console.Error).RunAsync(args);
